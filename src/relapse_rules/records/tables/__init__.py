"""Tables as people keep them: sheets of workbooks and CSV files, to located records."""
