"""What stands in the warehouse: the embedded server, the schema, publishing, reading by role. The only package that knows SQL."""
