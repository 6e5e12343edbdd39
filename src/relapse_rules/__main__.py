"""`python -m relapse_rules` is `relapse-rules`."""

from __future__ import annotations

from relapse_rules.cli import main

if __name__ == "__main__":
    main()
