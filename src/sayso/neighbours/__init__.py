"""Where sayso meets other tools: spaCy, data frames, assistants."""
