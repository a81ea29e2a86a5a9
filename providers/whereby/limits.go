package whereby

// Costs in points: those that Whereby's API description names, and of the newer
// guide, which counts by complexity, what the description does not know
// (contracts/whereby-cliq.md 1B, Rate limit).
const (
	costRead     = 1
	costDelete   = 2
	costWrite    = 3
	costInsights = 5 // heavy reads
)
