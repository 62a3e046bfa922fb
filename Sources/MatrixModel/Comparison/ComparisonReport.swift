/// Two cells under the same load, in turn.
package struct ComparisonReport: Sendable, Equatable, Codable {
    package var a: String
    package var b: String
    /// The user's own WSGI script; nil for ours with MongoDB.
    package var application: String?
    /// The MongoDB that both used, such as `embedded 7.0.0`.
    package var server: String?
    package var rounds: Int
    /// Of each cell in each round.
    package var requests: Int
    package var concurrency: Int
    package var seed: UInt64
    /// What each used of what can differ; nil with an application of the user's.
    package var driver: Both<String>?
    /// Requests that failed, of all rounds.
    package var failed: Both<Int>
    package var figures: [Figure]

    /// One of each cell.
    package struct Both<Value: Sendable & Equatable & Codable>: Sendable, Equatable, Codable {
        package var a: Value
        package var b: Value

        package init(a: Value, b: Value) { (self.a, self.b) = (a, b) }
    }

    package struct Figure: Sendable, Equatable, Codable {
        package var name: String
        package var unit: String
        package var value: PairedDifference

        package init(name: String, unit: String, value: PairedDifference) {
            (self.name, self.unit, self.value) = (name, unit, value)
        }
    }

    package init(
        a: String, b: String, application: String?, server: String?, rounds: Int, requests: Int, concurrency: Int,
        seed: UInt64, driver: Both<String>?, failed: Both<Int>, figures: [Figure]
    ) {
        (self.a, self.b, self.application, self.server) = (a, b, application, server)
        (self.rounds, self.requests, self.concurrency, self.seed) = (rounds, requests, concurrency, seed)
        (self.driver, self.failed, self.figures) = (driver, failed, figures)
    }
}
