"""The sections of a write-up, one file each: a record in, a Section or None out."""
