"""`pmv report`: what the warehouse says of a regency, as pages that open without a network.

`figures` asks the marts as pmv_bi, so the pages can show nothing that role may not see; `numbers` writes values as people read
them; `charts` draws; `pages` fills the templates. Nothing is computed here but the sums of villages in the first page's cards.
"""
