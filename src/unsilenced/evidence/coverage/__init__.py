"""Coverage: who refers whom, by nationality and kind of exploitation."""
