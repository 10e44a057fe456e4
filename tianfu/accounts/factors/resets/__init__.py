"""Taking away a second factor that its owner has lost: one administrator proposes, another one confirms."""
