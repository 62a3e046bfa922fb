/// What a user chooses about the builds of a run; none of it changes what is built.
package struct BuildOptions: Sendable {
    /// How many compilers run at once.
    package var jobs: Int
    /// Whether build folders stay for a look.
    package var keep: Bool

    package init(jobs: Int, keep: Bool) {
        self.jobs = jobs
        self.keep = keep
    }
}
