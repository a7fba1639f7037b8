"""Pages that explain a night: why no proposal yet, who could live here, what was left alone."""
