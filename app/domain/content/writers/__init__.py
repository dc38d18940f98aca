"""From records to files: what export writes."""
