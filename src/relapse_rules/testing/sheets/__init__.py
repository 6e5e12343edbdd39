"""The same cases as sheets: CSV files and Excel workbooks, one row a case."""
