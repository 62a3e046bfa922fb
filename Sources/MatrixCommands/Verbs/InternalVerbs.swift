import MatrixHost

/// Runs `wsgimatrix supervise …` and `wsgimatrix with-jobserver …`, which are not for people, and ends the process;
/// returns for every other verb.
///
/// Called before anything waits: the supervisor must be the only thread, and signals are its own business.
package func runInternalVerbIfAsked() {
    let arguments = CommandLine.arguments.dropFirst()
    if let order = SupervisionOrder(arguments: arguments) { runSupervisor(order) }
    if let order = JobserverOrder(arguments: arguments) { runWithJobserver(order) }
}
