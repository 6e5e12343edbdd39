"""Files of decisions and of rejects, complete or not there at all."""
