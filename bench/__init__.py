"""One command, every figure beside its floor: `make bench`."""
