"""What rules ask about uploads, on all platforms alike, and what more than one of them would have to find out."""
