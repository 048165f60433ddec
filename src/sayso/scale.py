"""The same reading over a cluster, with Ray Data."""
