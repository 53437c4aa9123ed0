"""Speech becomes words on this machine: faster-whisper with weights that came as packages. Nothing is fetched, nothing leaves."""
