"""The projects of a repository and their core metadata: names, versions, build backends, and who reads them."""
