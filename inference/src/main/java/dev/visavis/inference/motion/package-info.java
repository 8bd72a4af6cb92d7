/**
 * Audio features to motion: the {@link dev.visavis.inference.motion.MotionGenerator} stage, what a caller may steer,
 * the explicit pack's motion space, and the streaming diffusion that moves its lips, head and eyes.
 */
package dev.visavis.inference.motion;
