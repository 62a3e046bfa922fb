import MatrixHost
import MatrixModel
import SystemPackage

/// Notices that a worker died, although mod_wsgi starts another one silently and every response may be 200.
struct DeathWatch {
    private let workers: Workers
    private var log: FileFollower
    private var known: Set<ProcessIdentity>
    private var deaths: [String] = []
    private var restarts = 0

    /// What happened since the last look.
    struct Events {
        /// Workers that are gone, although nobody asked Apache to restart.
        var gone: [Int32] = []
        /// The log's lines about processes that ended by a signal.
        var lines: [String] = []
        /// Apache was told to restart: other workers now are as they should be.
        var wasRestarted = false

        var isDeath: Bool { !gone.isEmpty || !lines.isEmpty }
    }

    init(workers: Workers, errorLog: FilePath) {
        self.workers = workers
        log = FileFollower(endOf: errorLog)
        known = Set(workers.processes())
    }

    mutating func look() -> Events {
        var events = Events()
        for line in log.newLines() {
            if Self.tellsDeath(line) { events.lines.append(String(line)) }
            if Self.tellsRestart(line) { events.wasRestarted = true }
        }
        let now = Set(workers.processes())
        if !events.wasRestarted { events.gone = known.subtracting(now).map(\.pid).sorted() }
        // Embedded workers may become more under load.
        known = now
        return events
    }

    /// Apache's words for its own children (AH00051, AH00052), mod_wsgi's for its daemon processes.
    private static func tellsDeath(_ line: Substring) -> Bool {
        line.contains("exit signal ") || line.contains("terminated by signal") || line.contains("has died, deregister")
    }

    private static func tellsRestart(_ line: Substring) -> Bool {
        line.contains("Graceful restart requested") || line.contains("Attempting to restart")
    }
}
