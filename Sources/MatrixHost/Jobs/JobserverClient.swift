import Glibc
package import SystemPackage

/// How a `make` learns of the jobserver: by MAKEFLAGS, as GNU make tells its own sub-makes.
package enum JobserverStyle: Sendable, Equatable {
    /// Two open descriptors, `--jobserver-auth=R,W`: what 4.2 and 4.3 understand.
    case descriptors
    /// A path that each `make` opens, `--jobserver-auth=fifo:PATH`: 4.4 and later.
    case path
}

extension Jobserver {
    /// Runs a `make` that takes its jobs beyond the first from the pool. The caller holds the token of the first.
    ///
    /// `make` reopens the pool by `/proc`, so no file has to be made, and none is left when we are killed. `executable`
    /// is our own binary, which for `.descriptors` opens them and becomes `make`.
    package nonisolated(nonsending) func running<Value>(
        _ make: Command, style: JobserverStyle, executable: FilePath,
        _ run: nonisolated(nonsending) (Command) async throws -> Value
    ) async throws -> Value {
        try await serving { descriptor in
            let pool = "/proc/\(getpid())/fd/\(descriptor)"
            var command = make
            switch style {
            case .path:
                command.environment["MAKEFLAGS"] = " -j\(tokens) --jobserver-auth=fifo:\(pool)"
            case .descriptors:
                let order = JobserverOrder(pool: pool, program: [make.executable.string] + make.arguments)
                let auth = "\(JobserverOrder.readEnd),\(JobserverOrder.writeEnd)"
                command.environment["MAKEFLAGS"] = " -j\(tokens) --jobserver-auth=\(auth)"
                (command.executable, command.arguments) = (executable, order.arguments)
            }
            return try await run(command)
        }
    }
}

/// What our binary is told on its command line: `with-jobserver /proc/123/fd/7 -- make …`.
package struct JobserverOrder: Sendable, Equatable {
    static let readEnd: Int32 = 3
    static let writeEnd: Int32 = 4
    private static let verb = "with-jobserver"

    var pool: String
    /// A path or a name on PATH, and the arguments.
    var program: [String]

    init(pool: String, program: [String]) {
        self.pool = pool
        self.program = program
    }

    var arguments: [String] { [Self.verb, pool, "--"] + program }

    /// Nil for the arguments of any other verb.
    package init?(arguments: some Sequence<String>) {
        let words = Array(arguments)
        guard words.count > 3, words[0] == Self.verb, words[2] == "--" else { return nil }
        self.init(pool: words[1], program: Array(words[3...]))
    }
}

/// Opens both ends of the pool where MAKEFLAGS says that they are, and becomes the program. Each `make` gets its own open
/// files, because it makes the reading one non-blocking.
package func runWithJobserver(_ order: JobserverOrder) -> Never {
    // Whatever we were given there: nothing but the standard streams is for the program.
    closefrom(JobserverOrder.readEnd)
    guard open(order.pool, O_RDONLY) == JobserverOrder.readEnd, open(order.pool, O_WRONLY) == JobserverOrder.writeEnd
    else { fail(order, "the jobserver `\(order.pool)`: \(Errno(rawValue: errno))") }
    var arguments = order.program.map { strdup($0) } + [nil]
    execvp(order.program[0], &arguments)
    fail(order, "\(Errno(rawValue: errno))")
}

private func fail(_ order: JobserverOrder, _ reason: String) -> Never {
    _ = try? FileDescriptor.standardError.writeAll("error: cannot start `\(order.program[0])`: \(reason)\n".utf8)
    exit(71)
}
