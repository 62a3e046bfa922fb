import MatrixHost
import MatrixModel
import SystemPackage

/// Notices that a worker died, although mod_wsgi starts another one silently and every response may be 200.
struct DeathWatch {
    private let workers: Workers
    private var log: FileFollower
    private var known: Set<ProcessIdentity>
    /// Workers of before a restart, which end when they have finished: now or much later.
    private var leaving: Set<ProcessIdentity> = []

    /// What happened since the last look.
    struct Events {
        /// The workers at the look before and at this one.
        var before: [Int32] = []
        var after: [Int32] = []
        /// The log's lines about processes that ended by a signal.
        var lines: [String] = []
        /// What Python's faulthandler wrote as it died.
        var pythonStack: [String] = []
        /// Apache was told to restart: other workers now are as they should be.
        var wasRestarted = false

        /// Workers that are gone, although nobody asked Apache to restart.
        var gone: [Int32] { wasRestarted ? [] : before.filter { !after.contains($0) } }
        var isDeath: Bool { !gone.isEmpty || !lines.isEmpty }
        /// Somebody died, and the log says of which signal.
        var tellsSignals: Bool {
            let told = lines.compactMap(ChildDeath.init).filter { $0.signal != nil }.map(\.pid)
            return isDeath && gone.allSatisfy(told.contains)
        }

        mutating func add(_ later: Events) {
            after = later.after
            lines += later.lines
            pythonStack += later.pythonStack
            wasRestarted = wasRestarted || later.wasRestarted
        }
    }

    init(workers: Workers, errorLog: FilePath) {
        self.workers = workers
        log = FileFollower(endOf: errorLog)
        known = Set(workers.processes())
    }

    mutating func look() -> Events {
        var events = Events()
        var isInStack = false
        for line in log.newLines() {
            if Self.tellsDeath(line) { events.lines.append(String(line)) }
            if Self.tellsRestart(line) { events.wasRestarted = true }
            // faulthandler's lines carry no time: a line of Apache's ends them.
            if line.contains("Fatal Python error") {
                isInStack = true
            } else if line.hasPrefix("[") {
                isInStack = false
            }
            if isInStack && events.pythonStack.count < 60 { events.pythonStack.append(String(line)) }
        }
        let now = Set(workers.processes())
        if events.wasRestarted { leaving.formUnion(known) }
        events.before = known.subtracting(leaving).map(\.pid).sorted()
        events.after = now.map(\.pid).sorted()
        // Embedded workers may become more under load.
        known = now
        return events
    }

    /// Apache's words for its own children (AH00051, AH00052), mod_wsgi's for its daemon processes.
    private static func tellsDeath(_ line: Substring) -> Bool {
        line.contains("exit signal ") || line.contains("terminated by signal") || line.contains("has died, deregister")
    }

    /// AH00171 of prefork, AH00297 of worker and AH00493 of event; AH00173, AH00298 and AH00494 for SIGHUP.
    private static func tellsRestart(_ line: Substring) -> Bool {
        ["Graceful restart requested", "Doing graceful restart", "Attempting to restart"].contains {
            line.contains($0)
        }
    }
}
