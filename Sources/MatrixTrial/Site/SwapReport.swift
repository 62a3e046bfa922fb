/// What a swap did.
package struct SwapReport: Sendable, Equatable, Codable {
    package var site: String
    package var url: String
    /// The cell that served before.
    package var from: String
    package var to: String
    /// False when `to` was served already.
    package var isSwapped: Bool
    /// From the start of the new side until it had proved itself.
    package var preFlightSeconds: Double = 0
    package var window: Window?
    package var drain: Drain?

    /// What was seen through the front after the cut-over.
    package struct Window: Sendable, Equatable, Codable {
        package var seconds: Double = 0
        package var probes = 0
        package var failedProbes = 0
        /// Requests of anybody that the front answered with a 5xx.
        package var serverErrors = 0
        package var firstFailure: String?

        /// A probe that got a 5xx is in both counts.
        package var failures: Int { max(failedProbes, serverErrors) }
    }

    /// How the old side ended.
    package struct Drain: Sendable, Equatable, Codable {
        package var seconds: Double
        /// Requests that were still in work when the patience ended; they were cut off.
        package var unfinished: Int
    }
}
