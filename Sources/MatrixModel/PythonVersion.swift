/// A CPython to build: a release and a variant, written `3.13.5`, `3.13.5t` (free-threaded) or `3.13.5d` (debug).
package struct PythonVersion: Hashable, Sendable, CustomStringConvertible {
    package var release: Version
    package var variant: PythonVariant

    package init(release: Version, variant: PythonVariant = .standard) {
        self.release = release
        self.variant = variant
    }

    /// Reads `3.13.5` with an optional suffix of letters, which must be one that CPython's ABI flags use.
    package init?(_ text: some StringProtocol) {
        let digits = text.prefix { !$0.isLetter }
        guard let release = Version(digits), let variant = PythonVariant(suffix: String(text.dropFirst(digits.count)))
        else { return nil }
        self.init(release: release, variant: variant)
    }

    package var description: String { release.description + variant.suffix }

    /// `3.13t`: what CPython appends to `bin/python` and `lib/python`.
    package var abiSeries: String { release.series + (variant.isFreeThreaded ? "t" : "") }
}

/// How a CPython differs from the standard build of its release.
package struct PythonVariant: Hashable, Sendable {
    package var isFreeThreaded: Bool
    package var isDebug: Bool

    package static let standard = PythonVariant(isFreeThreaded: false, isDebug: false)

    package init(isFreeThreaded: Bool, isDebug: Bool) {
        self.isFreeThreaded = isFreeThreaded
        self.isDebug = isDebug
    }

    /// Reads an ABI suffix: empty, `t`, `d` or `td`.
    package init?(suffix: String) {
        guard ["", "t", "d", "td"].contains(suffix) else { return nil }
        self.init(isFreeThreaded: suffix.contains("t"), isDebug: suffix.contains("d"))
    }

    package var suffix: String { (isFreeThreaded ? "t" : "") + (isDebug ? "d" : "") }
}
