/// Ties a program to the life of this process: when this process ends, by SIGKILL too, so does the program with all
/// that it started, forks into the background and sessions of their own included.
///
/// It costs one process more: our own binary, which starts the program in a session of its own and waits.
package struct Supervision: Sendable, Equatable {
    /// How many descriptors each of its processes may have open, as the soft and the hard limit; nil leaves ours.
    package var descriptors: UInt64?
    /// Whether its processes leave core dumps when they crash.
    package var allowsCores: Bool

    package init(descriptors: UInt64? = nil, allowsCores: Bool = false) {
        self.descriptors = descriptors
        self.allowsCores = allowsCores
    }

    /// Whether a command line is that of a supervisor, which also names the program that it supervises.
    package static func isSupervisor(_ commandLine: [String]) -> Bool {
        SupervisionOrder(arguments: commandLine.dropFirst()) != nil
    }
}

/// What a supervisor is told on its command line: `supervise --parent 123:456 --descriptors 256 --core -- program …`.
package struct SupervisionOrder: Sendable, Equatable {
    /// Whose end is the end of the program.
    package var parent: ProcessIdentity
    package var supervision: Supervision
    /// The program by its path, and its arguments.
    package var program: [String]

    package init(parent: ProcessIdentity, supervision: Supervision, program: [String]) {
        self.parent = parent
        self.supervision = supervision
        self.program = program
    }

    private static let verb = "supervise"

    package var arguments: [String] {
        [Self.verb, "--parent", "\(parent.pid):\(parent.startTime)"]
            + (supervision.descriptors.map { ["--descriptors", "\($0)"] } ?? [])
            + (supervision.allowsCores ? ["--core"] : []) + ["--"] + program
    }

    /// Nil for the arguments of any other verb, and for those that are not as `arguments` has them.
    package init?(arguments: some Sequence<String>) {
        var words = Array(arguments)[...]
        guard words.popFirst() == Self.verb, words.popFirst() == "--parent",
            let parent = words.popFirst().flatMap(ProcessIdentity.init(words:))
        else { return nil }
        var supervision = Supervision()
        if words.first == "--descriptors" {
            guard let descriptors = words.dropFirst().first.flatMap({ UInt64($0) }) else { return nil }
            supervision.descriptors = descriptors
            words = words.dropFirst(2)
        }
        if words.first == "--core" {
            supervision.allowsCores = true
            words = words.dropFirst()
        }
        guard words.popFirst() == "--", !words.isEmpty else { return nil }
        self.init(parent: parent, supervision: supervision, program: Array(words))
    }
}

extension ProcessIdentity {
    fileprivate init?(words text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let pid = Int32(parts[0]), let startTime = UInt64(parts[1]) else { return nil }
        self.init(pid: pid, startTime: startTime)
    }
}
