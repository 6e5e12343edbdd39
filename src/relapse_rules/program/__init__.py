"""LOWER: checked expressions become one typed program over whole numbers."""
