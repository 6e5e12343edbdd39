"""Households in: the model of a record, its fast encoding, and files of records."""
