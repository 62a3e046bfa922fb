/// Where words for people and data for programs go.
package struct Console: Sendable {
    /// Data: standard output, one line.
    package var print: @Sendable (String) -> Void
    /// Words about what is going on: standard error, one line.
    package var note: @Sendable (String) -> Void
    /// A line, or several, that the next call replaces; on anything but a terminal they are not shown.
    package var transient: @Sendable (String) -> Void
    /// Whether standard error is a terminal.
    package var isInteractive: Bool

    package init(
        print: @escaping @Sendable (String) -> Void, note: @escaping @Sendable (String) -> Void,
        transient: @escaping @Sendable (String) -> Void, isInteractive: Bool
    ) {
        self.print = print
        self.note = note
        self.transient = transient
        self.isInteractive = isInteractive
    }
}
