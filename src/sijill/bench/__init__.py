"""How fast Sijill reads, how that grows, and what other tools do of the same work: `sijill bench`."""
