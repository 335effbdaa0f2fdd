"""Alembic's entry: runs the revisions on the connection and in the transaction that `load.schema` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table_schema="audit", target_metadata=None)
context.run_migrations()
