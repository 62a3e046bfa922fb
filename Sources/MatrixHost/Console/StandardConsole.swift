import Glibc
import Synchronization

extension Console {
    /// The process's own standard output and error.
    package static func standard(environment: HostEnvironment) -> Console {
        let isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        let transientShown = Shown()
        return Console(
            print: { line in
                transientShown.clear()
                write(line + "\n", to: STDOUT_FILENO)
            },
            note: { line in
                transientShown.clear()
                write(line + "\n", to: STDERR_FILENO)
            },
            transient: { line in
                guard isTerminal else { return }
                transientShown.replace(with: line, width: terminalWidth())
            },
            isInteractive: isTerminal)
    }

    private static func terminalWidth() -> Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }
}

/// Whether a transient line stands on the terminal, so that the next line can wipe it first.
private final class Shown: Sendable {
    private let isShown = Mutex(false)

    func clear() {
        isShown.withLock { shown in
            if shown { write("\r\u{1B}[K", to: STDERR_FILENO) }
            shown = false
        }
    }

    func replace(with line: String, width: Int) {
        isShown.withLock { shown in
            write("\r\u{1B}[K" + line.prefix(width - 1), to: STDERR_FILENO)
            shown = !line.isEmpty
        }
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
