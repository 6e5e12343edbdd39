"""Files of any size to files of decisions: read, judged and written chunk by chunk."""
