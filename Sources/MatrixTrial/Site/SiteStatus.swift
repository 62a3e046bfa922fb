/// What is true about a site right now, by its processes and by what its front is pointed at.
package struct SiteStatus: Sendable, Equatable, Codable {
    package var site: String
    package var url: String
    package var port: UInt16
    package var state: State
    /// The cell that answers; nil when none does.
    package var cell: String?
    /// The front's parent process.
    package var pid: Int32?
    /// The step at which a swap is, or was when its tool was killed.
    package var swap: SwapStep?
    /// The cell that the swap is about.
    package var target: String?
    /// Whether a tool is at work on that swap.
    package var isAttended: Bool

    package enum State: String, Sendable, Codable {
        case running
        /// The front or the side that it is pointed at ended without having been stopped.
        case died
    }
}
