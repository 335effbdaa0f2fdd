"""Makes village workbooks whose content is known, to measure a reader that must not guess.

What a village meant is decided first, as typed records; only then is it written into cells through a layout, with the noise
of real hands, and spoiled by planted faults. The truth is kept from what was meant, so it owes nothing to any parser.
Every person is invented: NIK serials 9000 to 9999 only.
"""
