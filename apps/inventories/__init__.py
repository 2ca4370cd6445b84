"""WHAT THE PLENARY READS: the consolidated matrix and its outputs."""
