"""The demo workspace: an imagined company, Larder, and a year of its customers' words."""
