/// The name of a signal on Linux with its number.
package func signalName(_ number: Int32) -> String {
    let names: [Int32: String] = [
        4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE",
        15: "SIGTERM",
    ]
    return names[number].map { "\($0) (\(number))" } ?? "signal \(number)"
}

/// The text on one line, without spaces at its ends.
func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }

extension String {
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
