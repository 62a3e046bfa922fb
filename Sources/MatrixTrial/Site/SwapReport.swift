/// What a swap did.
package struct SwapReport: Sendable, Equatable, Codable {
    /// The site, or the cell that the server was started with.
    package var site: String
    package var url: String
    package var strategy: Strategy
    /// The cell that served before.
    package var from: String
    package var to: String
    /// False when `to` was served already.
    package var isSwapped: Bool
    /// From the start of the new side until it had proved itself.
    package var preFlightSeconds: Double = 0
    /// Graceful only: from the reload until both mounts had proved to be the new cell.
    package var transition: Transition?
    package var window: Window?
    /// Zero-loss only.
    package var drain: Drain?

    package enum Strategy: String, Sendable, Codable {
        /// A front without Python is pointed from one Apache to another.
        case zeroLoss = "zero-loss"
        /// Apache's parent reads another configuration, and its children finish what they have.
        case graceful
        /// Apache's parent was replaced: nobody answered in between.
        case restart
    }

    /// The time in which old and new children may both answer.
    package struct Transition: Sendable, Equatable, Codable {
        package var milliseconds: Int
        /// Requests of anybody that got a 5xx meanwhile.
        package var serverErrors: Int
    }

    /// What was seen through the front after the cut-over.
    package struct Window: Sendable, Equatable, Codable {
        package var seconds: Double = 0
        package var probes = 0
        package var failedProbes = 0
        /// Requests of anybody that the front answered with a 5xx.
        package var serverErrors = 0
        package var firstFailure: String?

        package init(failedProbes: Int = 0, serverErrors: Int = 0, firstFailure: String? = nil) {
            (self.failedProbes, self.serverErrors, self.firstFailure) = (failedProbes, serverErrors, firstFailure)
        }

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
