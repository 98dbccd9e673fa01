"""Files as values with places: the formats tplint reads, knowing nothing of CI."""
