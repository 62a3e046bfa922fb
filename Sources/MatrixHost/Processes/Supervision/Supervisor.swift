import CLinux
import Glibc
import SystemPackage

/// Runs the program of an order until the program and all that came of it are gone, or ends them when the parent is gone
/// or a signal (SIGTERM, SIGINT, SIGHUP) asks for it: SIGTERM, and SIGKILL to what is left after two seconds.
///
/// Ends this process as the program ended. Call it before there is a second thread: a signal that is blocked in one
/// thread is taken by another. Between events it sleeps in `poll(2)`.
package func runSupervisor(_ order: SupervisionOrder) -> Never {
    do {
        try Supervisor(order).run()
    } catch let error as SupervisorError {
        let words = "error: cannot supervise `\(order.program[0])`: \(error)\n"
        _ = try? FileDescriptor.standardError.writeAll(words.utf8)
        exit(71)
    } catch {
        exit(70)
    }
}

private struct SupervisorError: Error, CustomStringConvertible {
    var description: String
}

private final class Supervisor {
    private let order: SupervisionOrder
    private let parent: Int32
    private let signals: Int32
    private var program: pid_t = 0
    /// As `waitpid` tells it.
    private var programStatus: Int32 = 0

    private static let asksToEnd = [SIGTERM, SIGINT, SIGHUP]
    private static let grace = Duration.seconds(2)

    init(_ order: SupervisionOrder) throws {
        self.order = order
        parent = wsgimatrix_pidfd_open(order.parent.pid)
        // Nobody is left to start it for. The descriptor holds whoever has the number now, so ask who it is after that.
        guard parent >= 0, ProcessTable.live.lookup(order.parent.pid)?.identity == order.parent else { exit(0) }
        guard wsgimatrix_become_subreaper() == 0 else { throw SupervisorError(description: "\(lastErrno)") }
        var set = sigset_t()
        sigemptyset(&set)
        for signal in Self.asksToEnd + [SIGCHLD] { sigaddset(&set, signal) }
        sigprocmask(SIG_BLOCK, &set, nil)
        signals = wsgimatrix_signalfd(&set)
        guard signals >= 0 else { throw SupervisorError(description: "\(lastErrno)") }
    }

    func run() throws -> Never {
        try order.supervision.limitThisProcess()
        program = try spawn(order.program)
        var deadline: ContinuousClock.Instant?
        var pause = Duration.milliseconds(10)
        while reap() {
            if let deadline, deadline <= .now {
                // What was forked while we looked is found the next time.
                signalDescendants(.kill)
                pause = min(pause * 2, .seconds(1))
            }
            let patience = deadline.map { max($0 - .now, pause) }
            let isAskedToEnd = waitForEvent(atMost: patience, watchingParent: deadline == nil)
            if isAskedToEnd, deadline == nil {
                signalDescendants(.terminate)
                deadline = .now + Self.grace
            }
        }
        endLike(programStatus)
    }

    /// Takes the status of everything that has ended; false when no child is left, and so no descendant.
    private func reap() -> Bool {
        while true {
            var status: Int32 = 0
            let pid = waitpid(-1, &status, WNOHANG)
            if pid == program { programStatus = status }
            if pid == 0 { return true }
            if pid < 0, errno != EINTR { return false }
        }
    }

    /// Sleeps until a child has ended, a signal comes or the parent is gone; true when it is time to end.
    private func waitForEvent(atMost patience: Duration?, watchingParent: Bool) -> Bool {
        var events = [
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watchingParent ? parent : -1, events: Int16(POLLIN), revents: 0),
        ]
        let milliseconds = patience.map { Int32(($0 / .milliseconds(1)).rounded(.up)) } ?? -1
        guard poll(&events, 2, milliseconds) > 0 else { return false }
        guard events[0].revents != 0 else { return events[1].revents != 0 }
        var signal = signalfd_siginfo()
        guard read(signals, &signal, MemoryLayout.size(ofValue: signal)) > 0 else { return false }
        return Self.asksToEnd.contains(Int32(signal.ssi_signo)) || events[1].revents != 0
    }

    private func signalDescendants(_ signal: ProcessSignal) {
        for process in descendants(of: getpid()) { _ = ProcessTable.live.signal(process, signal) }
    }
}

/// All that a process has started, and what that has started.
private func descendants(of root: pid_t) -> [ProcessIdentity] {
    var children: [pid_t: [ProcessIdentity]] = [:]
    for pid in processNumbers() {
        guard let stat = readSmallFile("/proc/\(pid)/stat").flatMap(ProcessStatLine.init) else { continue }
        children[stat.parent, default: []].append(ProcessIdentity(pid: pid, startTime: stat.startTime))
    }
    var found = children[root] ?? []
    var next = 0
    while next < found.count {
        found += children[found[next].pid] ?? []
        next += 1
    }
    return found
}

private func spawn(_ words: [String]) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | Int16(wsgimatrix_spawn_setsid()))
    var set = sigset_t()
    sigemptyset(&set)
    posix_spawnattr_setsigmask(&attributes, &set)
    sigfillset(&set)
    posix_spawnattr_setsigdefault(&attributes, &set)
    var arguments = words.map { strdup($0) } + [nil]
    defer { for word in arguments { free(word) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, words[0], nil, &attributes, &arguments, wsgimatrix_environment())
    guard code == 0 else { throw SupervisorError(description: "\(Errno(rawValue: code))") }
    return pid
}

/// Ends this process by the same exit code or signal.
private func endLike(_ status: Int32) -> Never {
    let signalNumber = status & 0x7f
    guard signalNumber != 0 else { exit(status >> 8 & 0xff) }
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    var set = sigset_t()
    sigemptyset(&set)
    sigprocmask(SIG_SETMASK, &set, nil)
    signal(signalNumber, SIG_DFL)
    raise(signalNumber)
    exit(128 + signalNumber)
}

extension Supervision {
    /// For the program, which inherits what this process has.
    fileprivate func limitThisProcess() throws {
        if let descriptors {
            var limit = rlimit(rlim_cur: rlim_t(descriptors), rlim_max: rlim_t(descriptors))
            guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
                throw SupervisorError(description: "a limit of \(descriptors) descriptors is refused: \(lastErrno)")
            }
        }
        let resource = __rlimit_resource_t(RLIMIT_CORE.rawValue)
        var limit = rlimit()
        getrlimit(resource, &limit)
        limit.rlim_cur = allowsCores ? limit.rlim_max : 0
        setrlimit(resource, &limit)
    }
}

private var lastErrno: Errno { Errno(rawValue: errno) }
