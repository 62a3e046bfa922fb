package import MatrixHost
import SystemPackage

/// A member of `Host.failing` was used that the test did not open.
package struct UnexpectedUse: Error, Equatable, CustomStringConvertible {
    package let member: String
    package var description: String { "the test did not expect `\(member)` to be used" }
}

extension Host {
    /// A machine that refuses everything but words, which it drops: a test opens what it needs.
    package static var failing: Host {
        Host(
            processes: .failing,
            processTable: ProcessTable(lookup: { _ in nil }, all: { [] }, signal: { _, _ in false }),
            downloads: .failing,
            archives: Archives(
                unpack: { _, _ in throw UnexpectedUse(member: "archives.unpack") },
                unpackListing: { _, _, _ in throw UnexpectedUse(member: "archives.unpackListing") }),
            http: HTTPProbe { _, _ in throw UnexpectedUse(member: "http.get") },
            load: Load { _ in throw UnexpectedUse(member: "load.open") }, console: .silent,
            environment: HostEnvironment(
                variables: [:], executable: "/nonexistent/wsgimatrix", workingDirectory: "/nonexistent",
                homeDirectory: "/nonexistent", userID: 65534),
            clock: ContinuousClock())
    }
}

extension Processes {
    package static var failing: Processes {
        Processes(
            run: { _, _ in throw UnexpectedUse(member: "processes.run") },
            capture: { _ in throw UnexpectedUse(member: "processes.capture") })
    }
}

extension Downloads {
    package static var failing: Downloads {
        Downloads(
            download: { _, _ in throw UnexpectedUse(member: "downloads.download") },
            fetchText: { _, _, _ in throw UnexpectedUse(member: "downloads.fetchText") })
    }
}

extension Console {
    package static var silent: Console {
        Console(print: { _ in }, note: { _ in }, transient: { _ in }, isInteractive: false)
    }
}
