"""The same reading on many machines: pages read with Ray Data into Parquet files, and those files into a ledger."""
