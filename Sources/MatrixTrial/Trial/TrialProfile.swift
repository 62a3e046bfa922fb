/// How many requests a test of a cell sends, and how it looks at them.
package struct TrialProfile: Sendable, Equatable {
    package var name: String
    /// The first requests, in parallel. They fill pools, load modules and start monitors.
    package var prime: Int
    /// How many of them are under way at once; so many are also released together at the very beginning, because
    /// simultaneous imports are where sub-interpreters go wrong.
    package var concurrency: Int
    /// Priming lasts at least so long: PyMongo opens its last monitor connections after ten seconds.
    package var settle: Duration = .seconds(12)
    /// The requests after that, one after the other.
    package var measure: Int
    /// Between two looks at the processes.
    package var slice: Int
    /// A request without an answer for so long hangs.
    package var timeout: Duration = .seconds(15)

    /// Decides with under 2,000 requests: a leak shows in any number of them.
    package static let quick = TrialProfile(name: "quick", prime: 500, concurrency: 32, measure: 1200, slice: 25)
    /// As many requests as upstream's own CI sends.
    package static let classic = TrialProfile(
        name: "classic", prime: 25_000, concurrency: 100, measure: 25_000, slice: 50)
}
