"""The projects of a repository and their core metadata: names, versions and build backends."""
