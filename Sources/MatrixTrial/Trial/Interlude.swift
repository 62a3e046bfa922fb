import MatrixHost
import MatrixModel
import MatrixServers

/// What a control does to a cell between priming and measuring.
package enum Interlude: String, Sendable, CaseIterable {
    /// MongoDB goes away for over a hundred requests and comes back.
    case restartMongoDB = "restart-mongodb"
    /// Apache's parent gets SIGUSR1.
    case gracefulRestart = "graceful-restart"
}

