/// What every build step sees: nothing of the caller's environment, because a build key does not hold it.
package enum BuildEnvironment {
    package static let searchPath = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]

    package static let base = [
        "PATH": searchPath.joined(separator: ":"), "LC_ALL": "C", "TZ": "UTC",
        // Some tools insist on one; nothing is to be found or left there.
        "HOME": "/nonexistent",
    ]

    /// `base` with more variables.
    static func adding(_ variables: [String: String]) -> [String: String] { base.merging(variables) { $1 } }
}
