import Glibc
import Synchronization

extension Console {
    /// The process's own standard output and error.
    package static func standard(environment: HostEnvironment) -> Console {
        let isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        let shown = Mutex(TransientLines())
        @Sendable func writeLine(_ line: String, to descriptor: Int32) {
            shown.withLock { shown in
                write(shown.wipe(), to: STDERR_FILENO)
                write(line + "\n", to: descriptor)
            }
        }
        return Console(
            print: { line in writeLine(line, to: STDOUT_FILENO) },
            note: { line in writeLine(line, to: STDERR_FILENO) },
            transient: { text in
                guard isTerminal else { return }
                let size = terminalSize()
                shown.withLock { shown in
                    write(shown.replace(with: text, columns: size.columns, rows: size.rows), to: STDERR_FILENO)
                }
            },
            isInteractive: isTerminal)
    }

    private static func terminalSize() -> (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 24) }
        return (Int(size.ws_col), size.ws_row > 0 ? Int(size.ws_row) : 24)
    }
}

/// Writes all of it; a closed pipe is the reader's choice and ends nothing.
private func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }
}
