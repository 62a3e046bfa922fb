/// What to ask of a server, how often, and what a good answer is.
package struct LoadPlan: Sendable, Equatable {
    /// Each request goes to one of these, chosen by `seed`.
    package var urls: [String]
    /// Exactly so many requests are sent.
    package var requests: Int
    /// How many are under way at once; 1 is a serial load.
    package var concurrency: Int
    /// For one request, from its connection to its last byte.
    package var timeout: Duration
    /// Makes the choice of URLs repeatable.
    package var seed: UInt64
    /// A connection a request when false.
    package var keepAlive: Bool
    /// Go on after a failed request.
    package var continueOnError: Bool
    /// What every answer has to contain, besides the status 200.
    package var expectation: Expectation

    package init(
        urls: [String], requests: Int, concurrency: Int, timeout: Duration = .seconds(15), seed: UInt64,
        keepAlive: Bool = false, continueOnError: Bool = false, expectation: Expectation = .anything
    ) {
        self.urls = urls
        self.requests = requests
        self.concurrency = concurrency
        self.timeout = timeout
        self.seed = seed
        self.keepAlive = keepAlive
        self.continueOnError = continueOnError
        self.expectation = expectation
    }

    package enum Expectation: Sendable, Equatable {
        case anything
        /// The body has each of these texts; by the URL's place in `urls`.
        case texts([[String]])
    }
}
