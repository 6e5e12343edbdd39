"""From text to a located tree, strictly; YAML's own typing is never asked."""
